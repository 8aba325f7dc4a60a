SELECT sequence, form FROM draft WHERE registration = :registration AND attempt = :attempt AND page = :page
