DELETE FROM admin_session WHERE digest = :digest
