"""What a run tells: tables, words, pictures, the report."""
