"""What several charts share: log scales, lines, labels."""
