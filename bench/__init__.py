"""The measurements, each against its floor in the same run; times are printed, never asserted in a test."""
