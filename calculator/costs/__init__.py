"""What training and serving take: memory, time, sizes and money."""
