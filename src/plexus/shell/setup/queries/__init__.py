"""Telling a workspace's set-up."""
