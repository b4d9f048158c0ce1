// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/models/containertreemodel.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fairlead::ui {

struct ContainerTreeModel::Node
{
    Kind kind = Kind::Host;
    QString key; ///< host id, project name, container id
    Node *parent = nullptr;
    HostEntry host;
    Container container;
    std::vector<std::unique_ptr<Node>> children;

    [[nodiscard]] int row() const
    {
        const auto isThis = [this](const auto &sibling) { return sibling.get() == this; };
        return int(std::ranges::find_if(parent->children, isThis) - parent->children.begin());
    }

    [[nodiscard]] Node *find(Kind wanted, const QString &wantedKey) const
    {
        for (const auto &child : children) {
            if (child->kind == wanted && child->key == wantedKey)
                return child.get();
        }
        return nullptr;
    }

    [[nodiscard]] int containerCount() const
    {
        int count = 0;
        for (const auto &child : children)
            count += child->kind == Kind::Container ? 1 : child->containerCount();
        return count;
    }
};

ContainerTreeModel::ContainerTreeModel(QObject *parent, Clock clock)
    : QAbstractItemModel(parent)
    , m_clock(std::move(clock))
    , m_root(std::make_unique<Node>())
{}

ContainerTreeModel::~ContainerTreeModel() = default;

void ContainerTreeModel::setHost(const HostEntry &entry)
{
    if (Node *known = m_root->find(Kind::Host, entry.id)) {
        if (known->host == entry)
            return;
        known->host = entry;
        tell(known);
        return;
    }
    auto node = std::make_unique<Node>();
    node->kind = Kind::Host;
    node->key = entry.id;
    node->host = entry;
    insert(m_root.get(), std::move(node));
}

void ContainerTreeModel::setContainers(const QString &hostId, const QList<Container> &containers)
{
    Node *host = m_root->find(Kind::Host, hostId);
    if (!host)
        return;
    const int before = host->containerCount();
    QSet<QString> ids;
    for (const Container &container : containers)
        ids.insert(container.id);
    dropMissing(host, ids);
    for (const Container &container : containers)
        addOrUpdate(host, container);
    if (host->containerCount() != before)
        tell(host);
}

void ContainerTreeModel::dropMissing(Node *parent, const QSet<QString> &ids)
{
    for (int row = int(parent->children.size()) - 1; row >= 0; --row) {
        Node *child = parent->children[size_t(row)].get();
        if (child->kind == Kind::Project) {
            const size_t before = child->children.size();
            dropMissing(child, ids);
            if (child->children.empty())
                removeAt(parent, row);
            else if (child->children.size() != before)
                tell(child);
        } else if (!ids.contains(child->key)) {
            removeAt(parent, row);
        }
    }
}

// A container keeps its project for life (labels are fixed when it is created), so a known id is looked for
// in one place.
void ContainerTreeModel::addOrUpdate(Node *host, const Container &container)
{
    const QString project = container.composeProject();
    Node *group = project.isEmpty() ? host : host->find(Kind::Project, project);
    if (Node *known = group ? group->find(Kind::Container, container.id) : nullptr) {
        if (known->container != container) {
            known->container = container;
            tell(known);
        }
        return;
    }
    auto node = std::make_unique<Node>();
    node->kind = Kind::Container;
    node->key = container.id;
    node->container = container;
    if (group) {
        insert(group, std::move(node));
        if (group != host)
            tell(group);
        return;
    }
    auto made = std::make_unique<Node>();
    made->kind = Kind::Project;
    made->key = project;
    node->parent = made.get();
    made->children.push_back(std::move(node));
    insert(host, std::move(made));
}

void ContainerTreeModel::insert(Node *parent, std::unique_ptr<Node> child)
{
    const int row = int(parent->children.size());
    beginInsertRows(indexOf(parent), row, row);
    child->parent = parent;
    parent->children.push_back(std::move(child));
    endInsertRows();
}

void ContainerTreeModel::removeAt(Node *parent, int row)
{
    beginRemoveRows(indexOf(parent), row, row);
    parent->children.erase(parent->children.begin() + row);
    endRemoveRows();
}

void ContainerTreeModel::tell(const Node *node)
{
    const QModelIndex changed = indexOf(node);
    Q_EMIT dataChanged(changed, changed);
}

ContainerTreeModel::Node *ContainerTreeModel::nodeAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex ContainerTreeModel::indexOf(const Node *node) const
{
    return node == m_root.get() ? QModelIndex() : createIndex(node->row(), 0, node);
}

QModelIndex ContainerTreeModel::hostIndex(const QString &hostId) const
{
    const Node *host = m_root->find(Kind::Host, hostId);
    return host ? indexOf(host) : QModelIndex();
}

QModelIndex ContainerTreeModel::containerIndex(const QString &hostId, const QString &containerId) const
{
    const Node *host = m_root->find(Kind::Host, hostId);
    if (!host)
        return {};
    if (const Node *direct = host->find(Kind::Container, containerId))
        return indexOf(direct);
    for (const auto &project : host->children) {
        if (const Node *inside = project->find(Kind::Container, containerId))
            return indexOf(inside);
    }
    return {};
}

QModelIndex ContainerTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, nodeAt(parent)->children[size_t(row)].get());
}

QModelIndex ContainerTreeModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(nodeAt(child)->parent) : QModelIndex();
}

int ContainerTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeAt(parent)->children.size());
}

int ContainerTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant ContainerTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Node *node = nodeAt(index);
    switch (role) {
    case KindRole:
        return QVariant::fromValue(node->kind);
    case IdRole:
        return node->key;
    case HostIdRole: {
        const Node *host = node;
        while (host->kind != Kind::Host)
            host = host->parent;
        return host->key;
    }
    default:
        return node->kind == Kind::Container ? containerData(node->container, role) : branchData(*node, role);
    }
}

QVariant ContainerTreeModel::containerData(const Container &container, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return container.name;
    case Qt::ToolTipRole:
        return ContainerText::toolTip(container, m_clock());
    case Qt::AccessibleTextRole:
        return ContainerText::spoken(container, m_clock());
    case SecondLineRole:
        return ContainerText::secondLine(container, m_clock());
    case GlyphRole:
        return QVariant::fromValue(ContainerText::glyph(container));
    case ContainerRole:
        return QVariant::fromValue(container);
    default:
        return {};
    }
}

QString ContainerTreeModel::stateText(Host::State state)
{
    return state == Host::State::Connecting ? tr("connecting") : tr("not reachable");
}

QVariant ContainerTreeModel::branchData(const Node &node, int role) const
{
    const bool isHost = node.kind == Kind::Host;
    switch (role) {
    case Qt::DisplayRole:
        return isHost ? node.host.name : node.key;
    case CountRole:
        return node.containerCount();
    case CountTextRole:
        return isHost && node.host.state != Host::State::Ready ? stateText(node.host.state)
                                                               : QString::number(node.containerCount());
    case Qt::ToolTipRole:
        return isHost ? node.host.address.toHtmlEscaped()
                      : tr("Compose project %1").arg(node.key).toHtmlEscaped();
    case Qt::AccessibleTextRole:
        if (isHost && node.host.state != Host::State::Ready)
            return tr("Server %1, %2").arg(node.host.name, stateText(node.host.state));
        return isHost ? tr("Server %1, %n containers", nullptr, node.containerCount()).arg(node.host.name)
                      : tr("Compose project %1, %n containers", nullptr, node.containerCount()).arg(node.key);
    case GlyphRole:
        if (!isHost)
            return {};
        if (node.host.state == Host::State::Ready)
            return QVariant::fromValue(Glyph::Running);
        return QVariant::fromValue(node.host.state == Host::State::Connecting ? Glyph::Connecting
                                                                              : Glyph::Unreachable);
    default:
        return {};
    }
}

} // namespace fairlead::ui
