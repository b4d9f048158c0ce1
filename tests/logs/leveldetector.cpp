// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/logs/leveldetector.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fairlead::logs;

Q_DECLARE_METATYPE(fairlead::logs::Level)

/// What lines of well-known programs say about their level.
class LevelDetectorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void detects_data();
    void detects();
    void beginningsAreNoTrap();
    void priorities();
    void names();
};

void LevelDetectorTest::detects_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Level>("level");
    const auto row = [](Level level, const char *text) {
        QTest::newRow(*text ? text : "nothing") << QByteArray(text) << level;
    };
    using enum Level;
    row(Error, "2026-11-21 09:46:31.978 ERROR 1 --- [main] o.s.boot.SpringApplication : failed");
    row(Warn, "21-Nov-2026 09:46:31.978 WARNING [main] org.apache.catalina: slow");
    row(Info, "INFO:     127.0.0.1:5000 - \"GET /error HTTP/1.1\" 200 OK");
    row(Debug, "DEBUG:root:hello");
    row(Error, "Traceback (most recent call last):");
    row(Error, "Exception in thread \"main\" java.lang.RuntimeException: x");
    row(Error, "java.lang.IllegalStateException: no");
    row(Error, "ValueError: invalid literal");
    row(Fatal, "panic: runtime error: index out of range");
    row(Fatal, "2026/11/21 09:46:31 [emerg] 1#1: bind() failed");
    row(Error, "2026/11/21 09:46:31 [error] 12#12: *1 open() failed");
    row(Info, "2026/11/21 09:46:31 [notice] 1#1: start worker processes");
    row(Info, "2026-11-21 09:46:31.978 UTC [1] LOG:  database system is ready");
    row(Fatal, "2026-11-21 09:46:31.978 UTC [1] FATAL:  role \"x\" does not exist");
    row(Error, "npm ERR! code 1");
    row(Trace, "[TRACE] entering");
    row(Error, "error: cannot open file");
    row(Warn, "Warning: deprecated");
    row(Warn, "time=\"2026-11-21T09:46:31Z\" level=warning msg=\"the level=error is not this\"");
    row(Error, "ts=1 lvl=eror severity=error");
    row(Debug, "ts=1 level=\"debug\" msg=x");
    row(Error, "E1121 09:46:31.978795       1 server.go:12] no");
    row(Info, "I1121 09:46:31.978795       1 server.go:12] WARNING in the text");
    row(Error, "<3>disk failed");
    row(Debug, "<15>1 2026-11-21T09:46:31Z host app - - - x");
    row(Error, R"({"level":"error","msg":"x"})");
    row(Warn, R"({"time":"t","nested":{"level":"error","a":[1,{"level":5}]},"severity":"WARNING"})");
    row(Info, R"({"level":30,"time":1,"pid":1,"msg":"pino"})");
    row(Fatal, R"({"name":"bunyan","level":60})");
    row(Error, R"({"version":"1.1","level":3,"short_message":"gelf"})");
    row(Info, R"({"@timestamp":"t","log.level":"info"})");
    row(Error, R"({"msg":"a \"level\":\"debug\" in a text", "Level" : "Error"})");
    row(Error, "\x1b[31mERROR\x1b[0m red");
    row(Info, "\x1b[32minfo\x1b[39m: winston");
    row(Unknown, "");
    row(Unknown, "hello");
    row(Unknown, "no error was found");
    row(Unknown, "errors: 0");
    row(Unknown, "ERROR_COUNT is 0");
    row(Unknown, "GET /error.html 404");
    row(Unknown, "loading error.log");
    row(Unknown, "stderr is a stream");
    row(Unknown, "I am here");
    row(Unknown, "<999>x");
    row(Unknown, "<>x");
    row(Unknown, "<-1>x");
    row(Unknown, "<3");
    row(Unknown, R"({"msg":"ERROR in the text"})");
    row(Unknown, R"({"level":{"a":1},"levels":"error"})");
    row(Unknown, R"({"level":"loud"})");
    row(Unknown, R"({"level":70})");
    row(Unknown, R"({"level":-3})");
    row(Unknown, R"({"level":1e1})");
    row(Unknown, "E1121 09:46");
    row(Unknown, "levels=error ok");
}

void LevelDetectorTest::detects()
{
    QFETCH(QByteArray, text);
    QTEST(detectLevel(text), "level");
    QTEST(detectLevel("  " + text), "level");
}

/// Any beginning of a line can be all there is.
void LevelDetectorTest::beginningsAreNoTrap()
{
    for (const QByteArray &text :
         {R"({"level":"error","a":{"b":["x\"",1]},"s":"\\"})"_ba, "level=\"error\" lvl='"_ba,
          "<123>E1121 09:46:31.978795"_ba, "\x1b[31;1mERROR\x1b]0;t\x07:"_ba,
          R"({"a":]]]}}}{{{[[["level":"x"})"_ba, R"({"\)"_ba, "{"_ba, R"({"level":"})"_ba,
          QByteArray(100'000, '{'), QByteArray(100'000, '"')}) {
        for (qsizetype size = 0; size <= qMin<qsizetype>(text.size(), 200); ++size)
            (void)detectLevel(QByteArray(text.constData(), size)); // a copy, so that sanitizers see the end
        (void)detectLevel(text);
    }
    QCOMPARE(detectLevel(QByteArray(1000, ' ') + "ERROR"), Level::Error);
    QCOMPARE(detectLevel(QByteArray(1000, 'x') + " ERROR"), Level::Unknown); // prose by then
}

void LevelDetectorTest::priorities()
{
    QCOMPARE(levelOfPriority(0), Level::Fatal);
    QCOMPARE(levelOfPriority(2), Level::Fatal);
    QCOMPARE(levelOfPriority(3), Level::Error);
    QCOMPARE(levelOfPriority(4), Level::Warn);
    QCOMPARE(levelOfPriority(5), Level::Info);
    QCOMPARE(levelOfPriority(7), Level::Debug);
    QCOMPARE(levelOfPriority(8), Level::Unknown);
    QCOMPARE(levelOfPriority(-1), Level::Unknown);
}

void LevelDetectorTest::names()
{
    for (const Level level :
         {Level::Trace, Level::Debug, Level::Info, Level::Warn, Level::Error, Level::Fatal}) {
        QCOMPARE(levelFrom(nameOf(level)), level);
        QCOMPARE(levelFrom(nameOf(level).toLower()), level);
    }
    QCOMPARE(levelFrom(nameOf(Level::Unknown)), Level::Unknown);
    QCOMPARE(levelFrom(""), Level::Unknown);
}

QTEST_APPLESS_MAIN(LevelDetectorTest)
#include "leveldetector.moc"
