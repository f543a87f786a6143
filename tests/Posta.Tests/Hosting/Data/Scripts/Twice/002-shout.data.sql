UPDATE notes SET text = text || '!';
