"""What tests share: warehouses that are built once, damage, made-up files, typeset samples."""
