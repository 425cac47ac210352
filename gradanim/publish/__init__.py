"""Series films, captions and cue sheets from manifests."""
