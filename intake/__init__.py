"""Papers and drafts in: reads what people wrote into acts, and decides nothing."""
