{% macro declared_encodings(declaration) %}
    {#- The declared encodings beside the columns of a use case's relation: a list of {number, encoding, columns,
        ordinals, ...parameters}, one per column, or per group of columns that are taken together. A column that an
        entry names follows these entries, then a pattern's, then its kind's; a code of levels
        asked for twice is given once. The last known label stays as it is. Empty until the relation is built. -#}
    {%- set resolved = [] -%}
    {%- set owners = {} -%}
    {%- set entries = declaration.features.encodings -%}
    {%- set columns = assay.feature_columns(declaration) | selectattr('reason', 'none') | list if entries else [] -%}
    {%- if declaration.features.last_label -%}
        {%- set columns = columns | rejectattr('name', 'equalto', 'last_label') | list -%}
    {%- endif -%}
    {%- for place in ['columns', 'column', 'pattern', 'kind'] -%}
        {%- for entry in entries -%}
            {%- set number = loop.index -%}
            {%- set rule = assay._encodings()[entry.encoding] -%}
            {%- set parameters = dict(rule.parameters, number=number, encoding=entry.encoding) -%}
            {%- for key in rule.parameters if entry[key] is not none and entry[key] != [] -%}
                {%- do parameters.update({key: entry[key]}) -%}
            {%- endfor -%}
            {%- set is_pattern = '*' in (entry.column or '') -%}
            {%- if place == 'columns' and rule.together -%}
                {%- set names = entry.columns | map('lower') | list -%}
                {%- set group = {} -%}
                {%- for column in columns if column.name | lower in names and column.kind in rule.kinds -%}
                    {%- do group.update({column.name | lower: column}) -%}
                {%- endfor -%}
                {%- if group | length == names | length -%}
                    {%- set members = [] -%}
                    {%- for name in names -%}{%- do members.append(group[name]) -%}{%- endfor -%}
                    {%- do resolved.extend(assay._grouped_encodings(parameters, members)) -%}
                {%- endif -%}
            {%- elif place == (
                'kind' if entry.kind else 'pattern' if is_pattern else 'column'
            ) and not rule.together -%}
                {%- for column in columns if column.kind in rule.kinds -%}
                    {%- set pattern = modules.re.escape(entry.column or '') | replace('\\*', '.*') | lower -%}
                    {%- set is_meant = entry.kind == column.kind or modules.re.fullmatch(pattern, column.name | lower) -%}
                    {%- if is_meant and owners.setdefault(column.ordinal, place) == place -%}
                        {%- do resolved.append(dict(parameters,
                            columns=[column.name], ordinals=[column.ordinal], ordinal=column.ordinal
                        )) -%}
                    {%- endif -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set looked_up, kept = [], [] -%}
    {%- for item in resolved -%}
        {%- set code = item.encoding ~ item.ordinal -%}
        {%- if item.encoding not in assay._looked_up_encodings() or code not in looked_up -%}
            {%- do kept.append(item) -%}
        {%- endif -%}
        {%- do looked_up.append(code) -%}
    {%- endfor -%}
    {{ return(kept) }}
{% endmacro %}
