"""Packs for the office with their cover list."""
