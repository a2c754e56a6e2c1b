"""The rules of the game, pure: commands in, events out, views to show.

Nothing here knows a clock, chance, a file, a database or a socket; time and chance come in through `Context`.
"""
