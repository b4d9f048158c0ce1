// SPDX-FileCopyrightText: 2026 The Fairlead authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/host/container.h"
#include "core/host/host.h"
#include "widgets/models/containertext.h"

#include <QAbstractItemModel>

#include <functional>
#include <memory>

namespace fairlead::ui {

/// A server as the tree shows it: a copy of what its Host says, never the Host.
struct HostEntry
{
    QString id;
    QString name;
    QString address;
    Host::State state = Host::State::Connecting;

    friend bool operator==(const HostEntry &, const HostEntry &) = default;
};

/// Servers, below them compose projects and containers. It is fed with values and tells views the smallest
/// change: rows come, go and change, the model is never reset, so selection and scroll position stay. Order
/// is that of arrival; ContainerFilterModel sorts.
class ContainerTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum class Kind { Host, Project, Container };
    Q_ENUM(Kind)
    enum Role {
        KindRole = Qt::UserRole + 1, ///< Kind
        IdRole,                      ///< host id, project name or container id
        GlyphRole,                   ///< Glyph
        SecondLineRole,              ///< QString
        CountRole,                   ///< int: containers in a project or host, shown or not
        CountTextRole, ///< QString: the same for people, or why a host has none; see ContainerFilterModel
        ContainerRole, ///< Container
        HostIdRole,    ///< QString, on every row
    };
    using Clock = std::function<QDateTime()>;

    explicit ContainerTreeModel(QObject *parent = nullptr, Clock clock = QDateTime::currentDateTimeUtc);
    ~ContainerTreeModel() override;

    /// Adds the host or updates the one with this id.
    void setHost(const HostEntry &entry);
    /// Makes the rows below the host equal to `containers`.
    void setContainers(const QString &hostId, const QList<Container> &containers);

    [[nodiscard]] QModelIndex hostIndex(const QString &hostId) const;
    [[nodiscard]] QModelIndex containerIndex(const QString &hostId, const QString &containerId) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Node;

    [[nodiscard]] Node *nodeAt(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const Node *node) const;
    [[nodiscard]] QVariant containerData(const Container &container, int role) const;
    [[nodiscard]] static QString stateText(Host::State state);
    [[nodiscard]] QVariant branchData(const Node &node, int role) const;
    void dropMissing(Node *parent, const QSet<QString> &ids);
    void addOrUpdate(Node *host, const Container &container);
    void insert(Node *parent, std::unique_ptr<Node> child);
    void removeAt(Node *parent, int row);
    void tell(const Node *node);

    Clock m_clock;
    std::unique_ptr<Node> m_root;
};

} // namespace fairlead::ui
