-- rows: PublicProgram
SELECT {{columns}} FROM public_program
