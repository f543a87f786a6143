INSERT INTO notes (id, text, parent) VALUES (1, 'child of nobody', 99);
