"""Things made or measured for the project itself: the sample year, and the time the main job takes."""
