// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/curltransfers.h"

#include "core/net/curltransfer.h"

#include <QSocketNotifier>

#include <unordered_map>

using namespace Qt::StringLiterals;

namespace fairlead::net {

namespace {

constexpr qsizetype maxAnswer = 64 * 1024; // of a peer of whom nothing but a status is wanted
constexpr long connectSeconds = 10;
constexpr long wholeSeconds = 30;
constexpr long replySeconds = 15; // for each of SMTP's replies
constexpr int maxThreads = 4;

size_t takeAnswer(char *, size_t size, size_t count, void *user)
{
    auto *transfer = static_cast<CurlTransfer *>(user);
    transfer->received += qsizetype(size * count);
    return transfer->received > maxAnswer ? 0 : size * count;
}

/// libcurl asks about once a second.
int endWhenStopping(void *user, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return *static_cast<std::atomic<bool> *>(user) ? 1 : 0;
}

ErrorCode codeOf(CURLcode code)
{
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return ErrorCode::Timeout;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
        return ErrorCode::NotReachable;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_USE_SSL_FAILED:
        return ErrorCode::TlsFailed;
    case CURLE_WRITE_ERROR:
        return ErrorCode::TooLarge;
    case CURLE_LOGIN_DENIED:
        return ErrorCode::PermissionDenied;
    case CURLE_ABORTED_BY_CALLBACK:
        return ErrorCode::Cancelled;
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
        return ErrorCode::ConnectionLost;
    default:
        return ErrorCode::ProtocolError;
    }
}

Result<long> outcomeOf(const CurlTransfer &transfer, CURLcode code)
{
    long response = 0;
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_RESPONSE_CODE, &response);
    if (code == CURLE_OK)
        return response;
    // RFC 5321 §4.2.1: 4xx may be better later, 5xx will not.
    char *scheme = nullptr;
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_SCHEME, &scheme);
    const bool isMail = scheme && QByteArray(scheme).toLower().startsWith("smtp");
    constexpr long firstTransient = 400;
    constexpr long firstPermanent = 500;
    if (isMail && response >= firstTransient && code != CURLE_LOGIN_DENIED)
        return failure(response >= firstPermanent ? ErrorCode::Refused : ErrorCode::ConnectionLost,
                       transfer.subject, u"it answered %1"_s.arg(response));
    return failure(codeOf(code), transfer.subject, QString::fromUtf8(curl_easy_strerror(code)));
}

} // namespace

CurlTransfer::CurlTransfer(QString name) : subject(std::move(name)), easy(curl_easy_init())
{
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, connectSeconds);
    set(CURLOPT_TIMEOUT, wholeSeconds);
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, replySeconds);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_WRITEFUNCTION, takeAnswer);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_PRIVATE, this);
    // Nothing of one channel is used for another.
    set(CURLOPT_FORBID_REUSE, 1L);
    set(CURLOPT_FRESH_CONNECT, 1L);
    set(CURLOPT_NETRC, long(CURL_NETRC_IGNORED));
    promise.start();
}

void CurlTransfer::setList(CURLoption option, const QByteArrayList &lines)
{
    curl_slist *list = nullptr;
    for (const QByteArray &line : lines)
        list = curl_slist_append(list, line.constData());
    lists.emplace_back(list);
    set(option, list);
}

struct CurlTransfers::Private
{
    struct Watch
    {
        std::unique_ptr<QSocketNotifier> read;
        std::unique_ptr<QSocketNotifier> write;
    };

    static int onSocket(CURL *, curl_socket_t socket, int what, void *user, void *)
    {
        static_cast<CurlTransfers *>(user)->d->watch(socket, what);
        return 0;
    }
    static int onTimer(CURLM *, long milliseconds, void *user)
    {
        QTimer &timer = static_cast<CurlTransfers *>(user)->m_timer;
        if (milliseconds < 0)
            timer.stop();
        else
            timer.start(std::chrono::milliseconds(milliseconds));
        return 0;
    }

    explicit Private(CurlTransfers *transfers) : q(transfers)
    {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        multi = curl_multi_init();
        curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, onSocket);
        curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, q);
        curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, onTimer);
        curl_multi_setopt(multi, CURLMOPT_TIMERDATA, q);
    }
    ~Private()
    {
        // Not into an object that is half gone.
        curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, nullptr);
        curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, nullptr);
        watches.clear();
        for (const auto &[easy, transfer] : running) {
            curl_multi_remove_handle(multi, easy);
            transfer->promise.addResult(failure(ErrorCode::Cancelled, transfer->subject));
            transfer->promise.finish();
        }
        running.clear();
        curl_multi_cleanup(multi);
        curl_global_cleanup();
    }
    Q_DISABLE_COPY_MOVE(Private)

    /// The notifier that may be at work just now is deleted later.
    static void drop(std::unique_ptr<QSocketNotifier> &notifier)
    {
        if (!notifier)
            return;
        notifier->setEnabled(false);
        notifier.release()->deleteLater();
    }
    void arm(std::unique_ptr<QSocketNotifier> &notifier, curl_socket_t socket, QSocketNotifier::Type type,
             int event, bool wanted) const
    {
        if (!wanted)
            return drop(notifier);
        if (notifier)
            return;
        notifier = std::make_unique<QSocketNotifier>(socket, type);
        QObject::connect(notifier.get(), &QSocketNotifier::activated, q,
                         [this, socket, event] { q->onActivity(socket, event); });
    }
    void watch(curl_socket_t socket, int what)
    {
        Watch &sockets = watches[socket];
        arm(sockets.read, socket, QSocketNotifier::Read, CURL_CSELECT_IN,
            what == CURL_POLL_IN || what == CURL_POLL_INOUT);
        arm(sockets.write, socket, QSocketNotifier::Write, CURL_CSELECT_OUT,
            what == CURL_POLL_OUT || what == CURL_POLL_INOUT);
        if (what == CURL_POLL_REMOVE)
            watches.erase(socket);
    }

    CurlTransfers *q;
    CURLM *multi = nullptr;
    std::unordered_map<curl_socket_t, Watch> watches;
    std::unordered_map<CURL *, std::unique_ptr<CurlTransfer>> running;
};

CurlTransfers::CurlTransfers(QObject *parent) : QObject(parent), d(std::make_unique<Private>(this))
{
    m_threads.setMaxThreadCount(maxThreads);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { onActivity(CURL_SOCKET_TIMEOUT, 0); });
}

CurlTransfers::~CurlTransfers()
{
    m_stopping = true;
    m_threads.clear();
    m_threads.waitForDone(); // about a second
}

Future<long> CurlTransfers::runInThread(std::unique_ptr<CurlTransfer> transfer)
{
    auto future = transfer->promise.future();
    if (m_inThreads >= maxTransfers) {
        transfer->promise.addResult(failure(ErrorCode::LimitReached, transfer->subject));
        transfer->promise.finish();
        return future;
    }
    ++m_inThreads;
    transfer->set(CURLOPT_NOPROGRESS, 0L);
    transfer->set(CURLOPT_XFERINFOFUNCTION, endWhenStopping);
    transfer->set(CURLOPT_XFERINFODATA, &m_stopping);
    m_threads.start([this, shared = std::shared_ptr<CurlTransfer>(std::move(transfer))] {
        const CURLcode code = curl_easy_perform(shared->easy.get());
        --m_inThreads;
        shared->promise.addResult(outcomeOf(*shared, code));
        shared->promise.finish();
    });
    return future;
}

Future<long> CurlTransfers::run(std::unique_ptr<CurlTransfer> transfer)
{
    auto future = transfer->promise.future();
    if (d->running.size() >= maxTransfers) {
        transfer->promise.addResult(failure(ErrorCode::LimitReached, transfer->subject));
        transfer->promise.finish();
        return future;
    }
    CURL *easy = transfer->easy.get();
    d->running.emplace(easy, std::move(transfer));
    curl_multi_add_handle(d->multi, easy); // asks for its timer at once
    return future;
}

void CurlTransfers::onActivity(qintptr socket, int events)
{
    int running = 0;
    curl_multi_socket_action(d->multi, curl_socket_t(socket), events, &running);
    finishDone();
}

void CurlTransfers::finishDone()
{
    int left = 0;
    while (CURLMsg *message = curl_multi_info_read(d->multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        const CURLcode code = message->data.result;
        auto done = d->running.extract(message->easy_handle);
        curl_multi_remove_handle(d->multi, done.key());
        done.mapped()->promise.addResult(outcomeOf(*done.mapped(), code));
        done.mapped()->promise.finish();
    }
}

} // namespace fairlead::net
