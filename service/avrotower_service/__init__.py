"""The gate as a service: proxy, embedded registry, decisions, health."""
