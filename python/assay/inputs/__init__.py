"""What a team hands over: reading declarations, checking them, and writing a first one."""
