"""The KG directory: generations, the ledger, packets, the store's files, and what leaves them again."""
