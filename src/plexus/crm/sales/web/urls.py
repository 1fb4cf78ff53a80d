"""The addresses of sales."""

from django.urls import path

from plexus.crm.sales.web import board, dashboard, home
from plexus.shell.web.visit import page

urlpatterns = [
    path("", page(get=home.show_home), name="home"),
    path("first-steps", page(post=home.keep_checklist), name="first-steps"),
    path("dashboard", page(get=dashboard.show_dashboard), name="dashboard"),
    path("deals/board", page(get=board.show_board), name="board"),
    path("deals/board/sums", page(get=board.show_sums), name="board-sums"),
    path("deals/board/move", page(post=board.move), name="move-deal"),
]
