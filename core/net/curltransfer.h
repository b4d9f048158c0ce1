// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QByteArrayList>
#include <QPromise>

#include <curl/curl.h>

#include <memory>
#include <vector>

namespace fairlead::net {

struct CurlEasyDeleter
{
    void operator()(CURL *easy) const { curl_easy_cleanup(easy); }
};
struct CurlListDeleter
{
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};

struct CurlTransfer
{
    /// `subject` names the other side in errors. What comes back is counted and thrown away.
    explicit CurlTransfer(QString name);

    template<typename Value>
    void set(CURLoption option, Value value)
    {
        curl_easy_setopt(easy.get(), option, value);
    }
    /// For the life of the transfer.
    void setList(CURLoption option, const QByteArrayList &lines);

    QString subject;
    std::unique_ptr<CURL, CurlEasyDeleter> easy;
    std::vector<std::unique_ptr<curl_slist, CurlListDeleter>> lists;
    QByteArray upload;
    qsizetype sent = 0;
    qsizetype received = 0;
    QPromise<Result<long>> promise;
};

} // namespace fairlead::net
