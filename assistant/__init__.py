"""Decides (checker) and says (compose, verify): the assistant itself."""
