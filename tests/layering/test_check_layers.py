# SPDX-FileCopyrightText: 2026 The Fairlead authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Proves that the layering test catches what it is for, on small trees of its own."""

import pathlib
import tempfile
import unittest

import check_layers

GUI_HEADERS = {"QColor", "QWidget", "qwidget.h"}


def complaints(files):
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        for name, text in files.items():
            path = tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return check_layers.check_tree(tree, GUI_HEADERS)[0]


class Allowed(unittest.TestCase):
    ROWS = [
        ("core/net/a.cpp", '#include "core/net/a.h"'),
        ("core/net/a.cpp", '#include "core/base/result.h"'),
        ("core/host/a.cpp", '#include "core/docker/client.h"'),
        ("core/host/remote/a.cpp", '#include "core/exec/client.h"'),
        ("core/hub/a.cpp", '#include "core/store/a.h"'),
        ("core/metrics/procfs/a.cpp", '#include "core/metrics/sample.h"'),
        ("widgets/shell/a.cpp", '#include "widgets/models/a.h"'),
        ("widgets/shell/a.cpp", '#include "core/host/host.h"'),
        ("widgets/shell/a.cpp", "#include <QWidget>"),
        ("widgets/charts/a.cpp", '#include "core/metrics/series.h"'),
        ("app/desktop/a.cpp", '#include "widgets/shell/a.h"'),
        ("app/daemon/a.cpp", '#include "core/exec/server.h"'),
        ("core/base/a.cpp", '#include "moc_a.cpp"'),
        ("core/base/a.cpp", "#include <QString>"),
        ("core/base/a.cpp", '// #include "widgets/shell/a.h"'),
    ]

    def test_nothing_is_said(self):
        for name, line in self.ROWS:
            with self.subTest(file=name, line=line):
                self.assertEqual(complaints({name: line}), [])


class Forbidden(unittest.TestCase):
    ROWS = [
        ("core/base/a.cpp", '#include "core/net/a.h"'),
        ("core/docker/a.cpp", '#include "core/link/a.h"'),
        ("core/link/a.cpp", '#include "core/docker/a.h"'),
        ("core/agent/a.cpp", '#include "core/hub/a.h"'),
        ("core/hub/a.cpp", '#include "core/agent/a.h"'),
        ("core/host/a.h", '#include "widgets/shell/a.h"'),
        ("core/host/a.h", '#include "app/desktop/a.h"'),
        ("core/host/a.h", '#include "core/net/a.h"'),
        ("core/net/a.cpp", '  #  include   "core/docker/a.h"  // why not'),
        ("core/net/a.cpp", "#include <QColor>"),
        ("core/net/a.cpp", "#include <qwidget.h>"),
        ("core/net/a.cpp", "#include <QtGui/QImage>"),
        ("core/base/a.cpp", '#include "result.h"'),
        ("core/base/a.cpp", '#include "../net/a.h"'),
        ("core/newpart/a.cpp", ""),
        ("core/a.cpp", ""),
        ("widgets/shell/a.cpp", '#include "core/docker/client.h"'),
        ("widgets/shell/a.cpp", '#include "core/net/a.h"'),
        ("widgets/shell/a.cpp", '#include "core/link/a.h"'),
        ("widgets/shell/a.cpp", '#include "core/exec/a.h"'),
        ("widgets/shell/a.cpp", '#include "app/desktop/a.h"'),
        ("widgets/charts/a.cpp", '#include "core/metrics/procfs/stat.h"'),
        ("widgets/models/a.cpp", '#include "widgets/shell/a.h"'),
        ("app/daemon/a.cpp", '#include "widgets/shell/a.h"'),
        ("app/common/a.cpp", '#include "app/desktop/a.h"'),
    ]

    def test_each_is_reported_once(self):
        for name, line in self.ROWS:
            with self.subTest(file=name, line=line):
                self.assertEqual(len(complaints({name: line})), 1)

    def test_the_line_is_named(self):
        found = complaints({"core/base/a.cpp": '\n\n#include "core/hub/hub.h"\n'})
        self.assertEqual(found, ['core/base/a.cpp:3: #include "core/hub/hub.h": core/base may not include core/hub'])


if __name__ == "__main__":
    unittest.main()
