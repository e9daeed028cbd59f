"""What leaves Tocsin: lines for machines, tables for code books."""
