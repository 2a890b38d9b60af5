"""What must outlive a message: deliveries seen, what threads are about, questions we could not answer, votes."""
