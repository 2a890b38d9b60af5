"""What keeps the knowledge true: lints, skeletons for new files, the effect of an edit."""
