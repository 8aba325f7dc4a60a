SELECT id FROM registration WHERE source = 'config' AND enabled = 1
