"""Text → Question: which services, options and areas; what is being asked; how sure."""
