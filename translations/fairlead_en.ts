<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- SPDX-FileCopyrightText: 2026 The Fairlead authors
     SPDX-License-Identifier: GPL-3.0-or-later -->
<!-- Only plurals: English texts stand in the sources. Made by lupdate -I . -pluralonly -locations none. -->
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>fairlead::ui::ContainerController</name>
    <message numerus="yes">
        <source>Stop %1 and end %n shells</source>
        <translation>
            <numerusform>Stop %1 and end %n shell</numerusform>
            <numerusform>Stop %1 and end %n shells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restart %1 and end %n shells</source>
        <translation>
            <numerusform>Restart %1 and end %n shell</numerusform>
            <numerusform>Restart %1 and end %n shells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open shells in it end too.</source>
        <translation>
            <numerusform>%n open shell in it ends too.</numerusform>
            <numerusform>%n open shells in it end too.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Kill and remove %1 and its %n anonymous volumes</source>
        <translation>
            <numerusform>Kill and remove %1 and its anonymous volume</numerusform>
            <numerusform>Kill and remove %1 and its %n anonymous volumes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %1 and its %n anonymous volumes</source>
        <translation>
            <numerusform>Remove %1 and its anonymous volume</numerusform>
            <numerusform>Remove %1 and its %n anonymous volumes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove its %n anonymous volumes too</source>
        <translation>
            <numerusform>Remove its anonymous volume too</numerusform>
            <numerusform>Remove its %n anonymous volumes too</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::ui::ContainerTreeModel</name>
    <message numerus="yes">
        <source>Server %1, %n containers</source>
        <translation>
            <numerusform>Server %1, %n container</numerusform>
            <numerusform>Server %1, %n containers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Compose project %1, %n containers</source>
        <translation>
            <numerusform>Compose project %1, %n container</numerusform>
            <numerusform>Compose project %1, %n containers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::ui::HostPane</name>
    <message numerus="yes">
        <source>%n are stopped and not shown.</source>
        <translation>
            <numerusform>%n is stopped and not shown.</numerusform>
            <numerusform>%n are stopped and not shown.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n shells still run. They and what runs in them end.</source>
        <translation>
            <numerusform>%n shell still runs. It ends, and what runs in it too.</numerusform>
            <numerusform>%n shells still run. They and what runs in them end.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End %n shells and quit</source>
        <translation>
            <numerusform>End %n shell and quit</numerusform>
            <numerusform>End %n shells and quit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::ui::PasteFlow</name>
    <message numerus="yes">
        <source>Paste %n lines, %1, into %2?</source>
        <translation>
            <numerusform>Paste %n line, %1, into %2?</numerusform>
            <numerusform>Paste %n lines, %1, into %2?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paste %n lines</source>
        <translation>
            <numerusform>Paste %n line</numerusform>
            <numerusform>Paste %n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>fairlead::ui::StatusLine</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused</source>
        <translation>
            <numerusform>%n paused</numerusform>
            <numerusform>%n paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n restarting</source>
        <translation>
            <numerusform>%n restarting</numerusform>
            <numerusform>%n restarting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stopped</source>
        <translation>
            <numerusform>%n stopped</numerusform>
            <numerusform>%n stopped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n CPUs</source>
        <translation>
            <numerusform>%n CPU</numerusform>
            <numerusform>%n CPUs</numerusform>
        </translation>
    </message>
</context>
</TS>
