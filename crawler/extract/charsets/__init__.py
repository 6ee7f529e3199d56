"""The charsets of Vietnamese before Unicode, and how a text tells which it is in.

``tables`` has their letters, ``syllables`` what a Vietnamese word can be, ``evidence`` weighs the
ways in which bytes read, ``mending`` finds what is valid UTF-8 and yet no text.
"""
