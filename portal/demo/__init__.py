"""The demonstration: an invented year of 红桥区, played through the verbs that people press.

Places are real, people and matters are invented. Nothing here is used outside the demonstration.
"""
