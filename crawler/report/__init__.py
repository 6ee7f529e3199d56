"""What a run tells: its verdict, its summary line, its progress on a terminal."""
