UPDATE notes SET text = lower(text);
