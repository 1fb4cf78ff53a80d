"""The workspace and the row that belongs to one."""

from plexus.kernel.workspaces.models.row import Custom, WorkspaceRow
from plexus.kernel.workspaces.models.workspace import Workspace

__all__ = ["Custom", "Workspace", "WorkspaceRow"]
