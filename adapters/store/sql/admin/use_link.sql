DELETE FROM admin_link WHERE digest = :digest
