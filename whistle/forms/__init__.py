"""What is typed on this floor: each form's fields are the arguments of its verb."""
