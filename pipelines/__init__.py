"""What makes a read article a clean one; items only, never HTML."""
