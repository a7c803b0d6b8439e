{{ codes_by_year('economic_codes', 'economic_code', {3: 'class', 5: 'group'}) }}
