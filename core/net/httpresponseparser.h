// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpmessage.h"

#include <QByteArrayView>

namespace fairlead::net {

/// Reads one HTTP/1.1 response from bytes that arrive in any portions. Owns no socket.
///
/// Framing follows RFC 9112 §6.3: chunked, Content-Length, or until the peer closes. Both at once, repeated
/// lengths that differ, folded lines, bare line feeds and control characters in the header are errors, as
/// they are what smuggling is made of.
class HttpResponseParser
{
public:
    enum class State {
        StatusLine,
        HeaderLine,
        FixedBody,
        BodyUntilClose,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailer,
        Upgraded, ///< the rest of the connection is a raw stream
        Complete,
        Failed,
    };

    struct Options
    {
        /// The request asked for a raw stream: 101, and 200 without a length (older engines), switch to
        /// Upgraded.
        bool upgradeAsked = false;
        /// Status line and header together; also the trailer.
        qsizetype maxHeaderBytes = 64 * 1024;
    };

    HttpResponseParser() = default;
    explicit HttpResponseParser(Options options) : m_options(options) {}

    /// Takes bytes, appends body bytes to `body`, and returns how many it took. It takes all, except that
    /// nothing behind the response is touched in Upgraded, Complete and Failed.
    qsizetype feed(QByteArrayView input, QByteArray &body);
    /// The peer closed: the end of a BodyUntilClose, an error in the middle of anything else.
    void peerClosed();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isDone() const;
    /// Whether the head of the final response was read whole, and makes sense.
    [[nodiscard]] bool hasHead() const { return m_headComplete; }
    [[nodiscard]] const HttpResponseHead &head() const { return m_head; }
    /// Why the state is Failed. Without a subject: who is at the other end is not known here.
    [[nodiscard]] const Error &error() const { return m_error; }

private:
    qsizetype takeLine(QByteArrayView input);
    void onLine();
    void onStatusLine();
    void onHeaderLine();
    void onHeaderEnd();
    void chooseBodyFraming();
    void onChunkSizeLine();
    qsizetype takeBody(QByteArrayView input, QByteArray &body);
    void fail(const QString &detail, ErrorCode code = ErrorCode::ProtocolError);

    Options m_options;
    State m_state = State::StatusLine;
    HttpResponseHead m_head;
    QByteArray m_line;
    bool m_lineComplete = false;
    bool m_headComplete = false;
    qsizetype m_headerBytes = 0;
    qint64 m_remaining = 0;
    Error m_error;
};

} // namespace fairlead::net
