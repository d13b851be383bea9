"""What every variable and question means: instruments and codebooks as frozen dataclasses."""
