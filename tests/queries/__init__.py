"""The named queries held against a manifest, on three engines."""
