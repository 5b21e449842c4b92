-- rows: PublicDepartment
SELECT {{columns}} FROM public_departments
ORDER BY name
