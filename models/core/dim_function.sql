{{ codes_by_year('function_codes', 'function_code', {3: 'class', 5: 'group', 7: 'item'}) }}
