// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/fakehost.h"
#include "widgets/models/containerfiltermodel.h"
#include "widgets/models/containertreemodel.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

using namespace fairlead;
using namespace fairlead::ui;
using namespace Qt::StringLiterals;
using Tree = ContainerTreeModel;
using test::makeContainer;

namespace {

const HostEntry kLocal{u"local"_s, u"local"_s, u"unix:///var/run/docker.sock"_s, Host::State::Ready};

QStringList names(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QStringList all;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        all << index.data().toString() << names(model, index);
    }
    return all;
}

struct Fixture
{
    Tree tree;
    ContainerFilterModel shown;
    QAbstractItemModelTester treeTester{&tree, QAbstractItemModelTester::FailureReportingMode::QtTest};
    QAbstractItemModelTester shownTester{&shown, QAbstractItemModelTester::FailureReportingMode::QtTest};

    Fixture()
    {
        shown.setSourceModel(&tree);
        tree.setHost(kLocal);
    }

    QModelIndex indexOf(const QString &name) const
    {
        return shown.mapFromSource(tree.containerIndex(u"local"_s, makeContainer(name).id));
    }
};

} // namespace

class TestContainerTree : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sortsProjectsFirstAndNumbersAsNumbers();
    void tellsTheSmallestChange();
    void keepsTheSelectionWhenValuesChange();
    void keepsTheOrderWhenStatesChange();
    void renameMovesTheRow();
    void emptyProjectGoes();
    void filters_data();
    void filters();
    void countsWhatItShows();
    void firstIsOneThatRuns();
    void hidesStoppedOnes();
    void hostStateIsItsGlyph();
    void survivesAnyOrderOfChanges();
};

void TestContainerTree::sortsProjectsFirstAndNumbersAsNumbers()
{
    Fixture f;
    f.tree.setContainers(u"local"_s, {makeContainer(u"zeta"_s), makeContainer(u"Alpha"_s),
                                      makeContainer(u"web-10"_s, ContainerState::Running, u"n"_s, u"shop"_s),
                                      makeContainer(u"web-2"_s, ContainerState::Running, u"n"_s, u"shop"_s)});
    QCOMPARE(names(f.shown),
             (QStringList{u"local"_s, u"shop"_s, u"web-2"_s, u"web-10"_s, u"Alpha"_s, u"zeta"_s}));
}

void TestContainerTree::tellsTheSmallestChange()
{
    Fixture f;
    QList<Container> all = test::sampleContainers();
    f.tree.setContainers(u"local"_s, all);
    QSignalSpy resets(&f.tree, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&f.tree, &QAbstractItemModel::dataChanged);
    QSignalSpy inserts(&f.tree, &QAbstractItemModel::rowsInserted);
    QSignalSpy removals(&f.tree, &QAbstractItemModel::rowsRemoved);

    f.tree.setContainers(u"local"_s, all);
    QCOMPARE(changes.size() + inserts.size() + removals.size(), 0);

    all[7].state = ContainerState::Paused;
    f.tree.setContainers(u"local"_s, all);
    QCOMPARE(changes.size(), 1);
    QCOMPARE(changes.first().first().toModelIndex().data().toString(), u"cache"_s);
    QCOMPARE(inserts.size() + removals.size(), 0);

    all.removeAt(7);
    f.tree.setContainers(u"local"_s, all);
    QCOMPARE(removals.size(), 1);
    all.append(makeContainer(u"new"_s));
    f.tree.setContainers(u"local"_s, all);
    QCOMPARE(inserts.size(), 1);
    QCOMPARE(resets.size(), 0);
}

void TestContainerTree::keepsTheSelectionWhenValuesChange()
{
    Fixture f;
    QList<Container> all = test::sampleContainers();
    f.tree.setContainers(u"local"_s, all);
    QItemSelectionModel selection(&f.shown);
    selection.setCurrentIndex(f.indexOf(u"web-2"_s), QItemSelectionModel::ClearAndSelect);
    for (Container &container : all)
        container.image += u"-next"_s;
    all.prepend(makeContainer(u"aaa"_s));
    all.removeAt(1); // web-1
    f.tree.setContainers(u"local"_s, all);
    QCOMPARE(selection.currentIndex().data().toString(), u"web-2"_s);
    QVERIFY(selection.isSelected(f.indexOf(u"web-2"_s)));
}

void TestContainerTree::keepsTheOrderWhenStatesChange()
{
    Fixture f;
    QList<Container> all = test::sampleContainers();
    f.tree.setContainers(u"local"_s, all);
    const QStringList before = names(f.shown);
    for (Container &container : all)
        container.state = ContainerState::Exited;
    std::ranges::reverse(all);
    f.tree.setContainers(u"local"_s, all);
    QCOMPARE(names(f.shown), before);
}

void TestContainerTree::renameMovesTheRow()
{
    Fixture f;
    QList<Container> all{makeContainer(u"a"_s), makeContainer(u"b"_s), makeContainer(u"c"_s)};
    f.tree.setContainers(u"local"_s, all);
    QItemSelectionModel selection(&f.shown);
    selection.setCurrentIndex(f.indexOf(u"a"_s), QItemSelectionModel::ClearAndSelect);
    all[0].name = u"z"_s;
    f.tree.setContainers(u"local"_s, all);
    QCOMPARE(names(f.shown), (QStringList{u"local"_s, u"b"_s, u"c"_s, u"z"_s}));
    QCOMPARE(selection.currentIndex().data().toString(), u"z"_s);
}

void TestContainerTree::emptyProjectGoes()
{
    Fixture f;
    f.tree.setContainers(u"local"_s, {makeContainer(u"web"_s, ContainerState::Running, u"n"_s, u"shop"_s)});
    QCOMPARE(names(f.shown), (QStringList{u"local"_s, u"shop"_s, u"web"_s}));
    f.tree.setContainers(u"local"_s, {});
    QCOMPARE(names(f.shown), QStringList{u"local"_s});
}

void TestContainerTree::filters_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("left");
    QTest::newRow("name") << u"web-1"_s << QStringList{u"web-1"_s, u"web-10"_s};
    QTest::newRow("case") << u"POSTGRES"_s << QStringList{u"postgres"_s};
    QTest::newRow("image") << u"redis"_s << QStringList{u"cache"_s};
    QTest::newRow("project brings its containers")
        << u"monitoring"_s << QStringList{u"grafana"_s, u"prometheus"_s};
    QTest::newRow("state") << u"paused"_s << QStringList{u"prometheus"_s};
    QTest::newRow("two words, both must fit") << u"shop  restarting"_s << QStringList{u"cart"_s};
    QTest::newRow("id") << makeContainer(u"fresh"_s).id.first(10) << QStringList{u"fresh"_s};
    QTest::newRow("not the middle of an id") << makeContainer(u"fresh"_s).id.sliced(7, 20) << QStringList{};
    QTest::newRow("nothing") << u"no such thing"_s << QStringList{};
    QTest::newRow("no wildcards") << u"web-*"_s << QStringList{};
}

void TestContainerTree::filters()
{
    QFETCH(QString, text);
    QFETCH(QStringList, left);
    Fixture f;
    f.tree.setContainers(u"local"_s, test::sampleContainers());
    f.shown.setFilterText(text);
    QCOMPARE(f.shown.containerCount(), left.size());
    QStringList found = names(f.shown);
    found.removeAll(u"local"_s);
    found.removeAll(u"shop"_s);
    found.removeAll(u"monitoring"_s);
    QCOMPARE(found, left);
    f.shown.setFilterText({});
    QCOMPARE(f.shown.containerCount(), test::sampleContainers().size());
}

void TestContainerTree::countsWhatItShows()
{
    Fixture f;
    f.tree.setContainers(u"local"_s, {makeContainer(u"web-1"_s, ContainerState::Running, u"n"_s, u"shop"_s),
                                      makeContainer(u"web-2"_s, ContainerState::Exited, u"n"_s, u"shop"_s),
                                      makeContainer(u"db"_s)});
    const auto said = [&](int role) {
        const QModelIndex host = f.shown.index(0, 0);
        return QStringList{host.data(role).toString(), f.shown.index(0, 0, host).data(role).toString()};
    };
    QCOMPARE(said(Tree::CountTextRole), (QStringList{u"3"_s, u"2"_s}));
    f.shown.setFilterText(u"web-1"_s);
    QCOMPARE(said(Tree::CountTextRole), (QStringList{u"1 of 3"_s, u"1 of 2"_s}));
    QVERIFY(said(Qt::AccessibleTextRole).first().endsWith("1 of them shown"_L1));
    f.shown.setFilterText({});
    f.shown.setShowStopped(false);
    QCOMPARE(said(Tree::CountTextRole), (QStringList{u"2 of 3"_s, u"1 of 2"_s}));
    f.shown.setShowStopped(true);
    QCOMPARE(said(Tree::CountTextRole), (QStringList{u"3"_s, u"2"_s}));
    QVERIFY(!said(Qt::AccessibleTextRole).first().contains("shown"_L1));
}

void TestContainerTree::firstIsOneThatRuns()
{
    Fixture f;
    QVERIFY(!f.shown.firstContainer().isValid());
    QList<Container> all{makeContainer(u"a"_s, ContainerState::Exited, u"i"_s, u"p"_s),
                         makeContainer(u"b"_s, ContainerState::Paused)};
    f.tree.setContainers(u"local"_s, all);
    QCOMPARE(f.shown.firstContainer().data().toString(), u"a"_s);
    f.tree.setContainers(u"local"_s, all << makeContainer(u"c"_s) << makeContainer(u"d"_s));
    QCOMPARE(f.shown.firstContainer().data().toString(), u"c"_s);
}

void TestContainerTree::hidesStoppedOnes()
{
    Fixture f;
    f.tree.setContainers(u"local"_s, test::sampleContainers());
    f.shown.setShowStopped(false);
    QCOMPARE(f.shown.containerCount(), test::sampleContainers().size() - 3);
    QVERIFY(!f.indexOf(u"old-db"_s).isValid());
    f.shown.setShowStopped(true);
    QVERIFY(f.indexOf(u"old-db"_s).isValid());
}

void TestContainerTree::hostStateIsItsGlyph()
{
    Fixture f;
    const QModelIndex host = f.tree.hostIndex(u"local"_s);
    QCOMPARE(host.data(Tree::GlyphRole).value<Glyph>(), Glyph::Running);
    HostEntry gone = kLocal;
    gone.state = Host::State::Unreachable;
    f.tree.setHost(gone);
    QCOMPARE(host.data(Tree::GlyphRole).value<Glyph>(), Glyph::Unreachable);
}

// Every pair of two random lists is a change that the model has to bring about; the testers watch.
void TestContainerTree::survivesAnyOrderOfChanges()
{
    Fixture f;
    f.shown.setFilterText(u"n"_s);
    quint32 seed = 20260101;
    const auto random = [&seed](quint32 bound) {
        seed = seed * 1664525u + 1013904223u;
        return (seed >> 8) % bound;
    };
    for (int round = 0; round < 200; ++round) {
        QList<Container> all;
        for (int i = 0; i < 12; ++i) {
            if (random(3) == 0)
                continue;
            const QString project = i % 3 == 0 ? QString() : u"p%1"_s.arg(i % 3);
            Container container = makeContainer(u"n%1"_s.arg(i), ContainerState(random(5)), u"i"_s, project);
            if (random(5) == 0)
                container.name = u"m%1"_s.arg(random(9));
            all.insert(qsizetype(random(quint32(all.size() + 1))), container);
        }
        f.tree.setContainers(u"local"_s, all);
        int inTree = 0;
        for (const Container &container : all)
            inTree += f.tree.containerIndex(u"local"_s, container.id).isValid() ? 1 : 0;
        QCOMPARE(inTree, all.size());
        QCOMPARE(f.tree.hostIndex(u"local"_s).data(Tree::CountRole).toInt(), all.size());
    }
}

QTEST_MAIN(TestContainerTree)

#include "tst_containertree.moc"
