// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHttpHeaders>

namespace fairlead::net {

/// The head of a request that reached our listener: request line and header fields (RFC 9112 §3, §5).
struct RequestHead
{
    QByteArray method;
    QByteArray path;      ///< origin form up to the '?', as sent: still percent-encoded
    QByteArray query;     ///< behind the '?', as sent; empty without one
    int minorVersion = 1; ///< HTTP/1.minorVersion
    QHttpHeaders headers;

    /// The value of a field that occurs once; empty when it is missing. The parser refuses repeated Host,
    /// Origin and the like.
    [[nodiscard]] QByteArray value(QByteArrayView name) const;
    /// True when the comma-separated field holds the token, compared without case ("Connection: keep-alive,
    /// Upgrade").
    [[nodiscard]] bool hasToken(QByteArrayView name, QByteArrayView token) const;
};

/// As RequestHead::hasToken(), for a message of either kind.
[[nodiscard]] bool hasToken(const QHttpHeaders &headers, QByteArrayView name, QByteArrayView token);

/// Reads one request head from bytes that arrive in any portions. Owns no socket.
///
/// Stricter than RFC 9112 allows, because leniency is what request smuggling and log forging are made of:
/// every line ends in CR LF, no folded lines, no space before the colon, origin form only, no control bytes,
/// Host exactly once.
class RequestHeadParser
{
public:
    /// All bytes of a head together. Larger: 431.
    static constexpr qsizetype maxBytes = 16 * 1024;
    static constexpr int maxFields = 100;

    enum class State {
        Method,
        Target,
        Version,
        RequestLineEnd,
        FieldStart,
        FieldName,
        FieldValue,
        FieldEnd,
        HeadEnd,
        Done,
        Failed,
    };

    /// Takes bytes up to the end of the head and returns how many it took; nothing behind the head is
    /// touched.
    qsizetype feed(QByteArrayView bytes);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isOver() const { return m_state == State::Done || m_state == State::Failed; }
    /// Complete in the state Done.
    [[nodiscard]] const RequestHead &head() const { return m_head; }
    /// HTTP status that says why the state is Failed: 400, 431 or 505.
    [[nodiscard]] int errorStatus() const { return m_errorStatus; }

private:
    void take(char c);
    void onMethod(char c);
    void onTarget(char c);
    void onVersion(char c);
    void onFieldStart(char c);
    void onFieldName(char c);
    void onFieldValue(char c);
    void expectLineFeed(char c, State next);
    void endTarget();
    void endVersion();
    void endField();
    void endHead();
    void fail(int status);

    State m_state = State::Method;
    RequestHead m_head;
    QByteArray m_name;
    QByteArray m_text;
    qsizetype m_taken = 0;
    int m_fields = 0;
    int m_errorStatus = 0;
};

} // namespace fairlead::net
