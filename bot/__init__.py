"""The door: platforms, clock, settings. The only room that knows the outside."""
